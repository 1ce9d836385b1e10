const e={init(){}};e.init("phc_built",{api_host:"https://eu.i.posthog.com",ui_host:"https://us.posthog.com"});window.posthog=e;window.posthog.init("phc_built",{api_host:"https://eu.i.posthog.com"});
