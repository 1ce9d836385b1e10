using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Protection;

/// <summary>The setting <c>Protect</c>, and the keys of the app.</summary>
internal sealed class OutboxProtection(IServiceProvider services, IOptions<PostHogOutboxOptions> options)
{
    // Nothing else that the app protects opens with it. Never change it: what is kept could not be read any more.
    private const string Purpose = "PostHogProxy.Outbox.Request.1";

    /// <exception cref="OutboxStoreException">What is to be encrypted could not be read after the next start.</exception>
    public void Check()
    {
        if (options.Value.Protect && KeyRing.Problem(services) is { } problem)
        {
            throw new OutboxStoreException(problem) { IsSettings = true };
        }
    }

    public IOutboxStore Over(IOutboxStore store, Action foreign)
    {
        // What was encrypted stays so when the setting is turned off. The keys are asked for when there is something to open.
        var protector = options.Value.Protect || KeyRing.Problem(services) is null
            ? services.GetRequiredService<IDataProtectionProvider>().CreateProtector(Purpose).ToTimeLimitedDataProtector()
            : null;
        return new ProtectedStore(store, protector, options.Value.Protect, options.Value.MaxAge, foreign);
    }
}
