// What a visitor of a shop does, and the PostHog call a shop makes for it.
import { picture, productOf, products, shelf } from './products.js';

const by = id => document.getElementById(id);
const money = euros => `${euros} €`;
const basket = new Map(JSON.parse(sessionStorage.getItem('basket') ?? '[]').filter(([slug]) => productOf(slug)));
const facts = product => ({ product: product.slug, price: product.price, currency: 'EUR' });

// Call through window.posthog each time: array.js replaces the loader's queue with itself.
const posthog = () => window.posthog;

function showProducts() {
  by('products').replaceChildren(...products.map(product => {
    const item = document.createElement('li');
    item.dataset.slug = product.slug;
    item.innerHTML = `
      <button class="picture ${product.tint}" type="button" data-do="view" data-testid="view-${product.slug}" aria-label="View ${product.name}">${picture(product)}</button>
      <div class="label"><h3>${product.name}</h3><span class="price">${money(product.price)}</span></div>
      <div class="label"><p>${product.note}</p>
        <button class="add" type="button" data-do="add" data-testid="add-${product.slug}" aria-label="Add ${product.name} to the basket">+ Add</button></div>`;
    return item;
  }));
}

function showBasket() {
  const lines = [...basket].map(([slug, count]) => ({ product: productOf(slug), count }));
  by('cart-count').textContent = lines.reduce((sum, line) => sum + line.count, 0);
  by('cart-total').textContent = money(lines.reduce((sum, line) => sum + line.count * line.product.price, 0));
  by('checkout').disabled = lines.length === 0;
  by('cart-lines').replaceChildren(...lines.map(({ product, count }) => {
    const line = document.createElement('li');
    line.innerHTML = `${picture(product)}<span>${Number(count)} × ${product.name}</span>
      <button type="button" data-remove="${product.slug}" data-testid="remove-${product.slug}" aria-label="Remove ${product.name}">×</button>`;
    return line;
  }));
  sessionStorage.setItem('basket', JSON.stringify([...basket]));
}

function view(product) {
  history.pushState({}, '', `/products/${product.slug}`);
  posthog().capture('product viewed', facts(product));
  openProduct(product);
}

function openProduct(product) {
  by('product').dataset.slug = product.slug;
  by('product-art').className = `picture ${product.tint}`;
  by('product-art').innerHTML = picture(product);
  by('product-name').textContent = product.name;
  by('product-note').textContent = product.note;
  by('product-price').textContent = money(product.price);
  if (!by('product').open) {
    by('product').showModal();
  }
}

function add(product) {
  basket.set(product.slug, (basket.get(product.slug) ?? 0) + 1);
  showBasket();
  posthog().capture('added to basket', facts(product));
}

function remove(product) {
  basket.delete(product.slug);
  showBasket();
  posthog().capture('removed from basket', facts(product));
}

function checkOut() {
  const items = [...basket].map(([slug, count]) => ({ product: slug, count }));
  const total = items.reduce((sum, item) => sum + item.count * productOf(item.product).price, 0);
  posthog().capture('checkout completed', { items, total, currency: 'EUR' });
  basket.clear();
  showBasket();
  say('Thank you. Nothing was ordered: this shop sells ideas.');
}

function find(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = products.filter(product =>
    words.every(word => `${product.name} ${product.note} ${product.words}`.toLowerCase().includes(word)));
  for (const item of by('products').children) {
    item.hidden = !found.some(product => product.slug === item.dataset.slug);
  }

  by('search-result').hidden = words.length === 0;
  by('search-result').textContent = `${found.length} of ${products.length} for “${text.trim()}”`;
  if (words.length > 0) {
    posthog().capture('product searched', { query: text.trim(), results: found.length });
  }
}

let signedIn = sessionStorage.getItem('signed-in') === 'yes';

function showVisitor() {
  by('sign-in').textContent = signedIn ? 'Ada · sign out' : 'Sign in';
  sessionStorage.setItem('signed-in', signedIn ? 'yes' : 'no');
}

function signInOrOut() {
  signedIn = !signedIn;
  if (signedIn) {
    posthog().identify('visitor-ada', { name: 'Ada', plan: 'regular' });
    posthog().capture('signed in');
  } else {
    posthog().capture('signed out');
    posthog().reset();
  }

  showVisitor();
}

let optedOut = false;

function showTracking() {
  by('tracking').textContent = optedOut ? 'Opt in' : 'Opt out';
  by('tracking').setAttribute('aria-pressed', String(!optedOut));
}

function toggleTracking() {
  optedOut = !optedOut;
  if (optedOut) {
    posthog().opt_out_capturing();
    say('Opted out: from now on PostHog hears nothing of you.');
  } else {
    posthog().opt_in_capturing();
    say('Opted in again.');
  }

  showTracking();
}

function breakSomething() {
  try {
    productOf('unicorn').price.toFixed(2);
  } catch (error) {
    posthog().captureException(error, { where: 'storefront' });
    say('Something broke, and PostHog was told.');
  }
}

let noticeTimer;

function say(text) {
  by('notice').textContent = text;
  by('notice').hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { by('notice').hidden = true; }, 4000);
}

by('hero-art').innerHTML = shelf;
showProducts();
showBasket();
showVisitor();

by('products').addEventListener('click', click => {
  const button = click.target.closest('[data-do]');
  if (button) {
    const product = productOf(button.closest('li').dataset.slug);
    (button.dataset.do === 'view' ? view : add)(product);
  }
});
by('cart-lines').addEventListener('click', click => {
  const button = click.target.closest('[data-remove]');
  if (button) {
    remove(productOf(button.dataset.remove));
  }
});
by('product-add').addEventListener('click', () => {
  add(productOf(by('product').dataset.slug));
  by('product').close();
});
by('product').addEventListener('close', () => {
  if (linkedProduct()) {
    history.pushState({}, '', '/');
  }
});
window.addEventListener('popstate', showLinkedProduct);
by('search-form').addEventListener('submit', submit => {
  submit.preventDefault();
  find(by('search').value);
});
by('checkout').addEventListener('click', checkOut);
by('sign-in').addEventListener('click', signInOrOut);
by('give-feedback').addEventListener('click', () => posthog().capture('survey requested'));
by('report-problem').addEventListener('click', breakSomething);
by('tracking').addEventListener('click', toggleTracking);

function showFlags() {
  if (posthog().getFeatureFlag('hero-copy') === 'short') {
    by('hero-title').textContent = 'Made slowly, for a home that is lived in';
  }

  by('checkout').textContent = posthog().isFeatureEnabled('new-checkout') ? 'Express checkout' : 'Checkout';

  const banner = posthog().isFeatureEnabled('banner') ? posthog().getFeatureFlagPayload('banner') : null;
  by('banner').textContent = banner?.text ?? '';
  by('banner').hidden = !banner?.text;

  // The choice outlives the page: posthog-js keeps it, so it is the one to ask.
  optedOut = posthog().has_opted_out_capturing();
  showTracking();
}

function linkedProduct() {
  return productOf(location.pathname.split('/products/')[1]);
}

function showLinkedProduct() {
  const linked = linkedProduct();
  if (linked) {
    openProduct(linked);
  } else {
    by('product').close();
  }
}

// Later, because flags kept from the last visit are told while array.js is still working through the queue.
posthog().onFeatureFlags(() => setTimeout(showFlags));

if (storefront.proxyPage) {
  by('proxy-page').href = storefront.proxyPage;
  by('proxy-page').hidden = false;
}

if (!storefront.standIn) {
  by('about').textContent = 'A demo; not affiliated with PostHog.';
}

showLinkedProduct();
