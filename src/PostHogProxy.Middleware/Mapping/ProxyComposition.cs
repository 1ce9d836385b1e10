using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Admission;
using PostHogProxy.Admission.Visitors;
using PostHogProxy.Bodies;
using PostHogProxy.Caching;
using PostHogProxy.Forwarding;
using PostHogProxy.Forwarding.Transports;
using PostHogProxy.Health;
using PostHogProxy.Keeping;
using PostHogProxy.Options;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Aliases;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Mapping;

/// <summary>What one mapped proxy consists of, put together from the ground up: a method for each room.</summary>
internal sealed class ProxyComposition : IDisposable
{
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly LiveOptions _options;
    private readonly UpstreamClient _client;
    private readonly ProxyMetrics _metrics;
    private readonly Load _load = new();
    private readonly ExchangeLog _exchanges;
    private readonly FailureExit _failures;
    private readonly AssetFallback _fallback;
    private readonly AssetCache? _cache;
    private readonly UpstreamForwarder _forwarder;
    private readonly ChosenTransport _transport;
    private readonly OffSwitch _offSwitch;
    private readonly OldClients _oldClients;
    private readonly PathAliases? _aliases;

    public ProxyComposition(IServiceProvider services, string name, MapArguments arguments, Action<PostHogProxyOptions>? configure)
    {
        (Services, _name) = (services, name);
        var configuration = services.GetRequiredService<IConfiguration>();
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category);
        Lifetime = services.GetService<IHostApplicationLifetime>();
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _options = new(new OptionsSource(services, configuration, name, arguments, configure), configuration, Logger);
        Origins = UpstreamOrigins.Of(Initial);
        KeptAs = new(Initial.Path!);
        _client = new(Initial);
        _metrics = new(services.GetService<IMeterFactory>());

        // The start of a request is read off the system's clock, as the framework's own durations are.
        _exchanges = new(Logger, Origins, TimeProvider.System);
        _failures = new(Logger, _metrics, _time);
        _fallback = new(Logger, _time);
        _cache = Cache();
        _transport = _client.Transport(Origins, _options, Logger);
        _forwarder = new(Origins, new UpstreamSender(_transport, Origins, _options, _metrics, _cache), _fallback, _failures);

        // What the proxy holds beyond the app's container ends with the app, after the last request of a graceful stop.
        Lifetime?.ApplicationStopped.Register(Dispose);

        _offSwitch = new(_options, Logger, _time);
        _oldClients = new(Logger, _time);
        _aliases = Initial.Aliases == PathAliasMode.Off
            ? null
            : PathAliases.For(Initial.Path!, services.GetService<IHostEnvironment>()?.ApplicationName ?? "");
    }

    public IServiceProvider Services { get; }

    public IHostApplicationLifetime? Lifetime { get; }

    public ILogger Logger { get; }

    public UpstreamOrigins Origins { get; }

    public PostHogProxyOptions Initial => _options.Initial;

    /// <summary>The name under which an outbox keeps the proxy's requests.</summary>
    public ProxyName KeptAs { get; }

    /// <summary>The way of a request through the rooms.</summary>
    public ProxyRequestHandler Handler() => new(
        _options,
        _aliases is null ? null : new TargetAliases(_aliases, Initial.Aliases),
        _aliases is null ? null : new AliasFiles(_aliases),
        new Gate(_options, _offSwitch, Logger),
        new ForwardedHeadersWatch(Logger),
        _oldClients,
        Bodies(),
        _load,
        _cache is null ? null : new CachedAnswers(_cache, _failures, _metrics, _exchanges, _time),
        _forwarder,
        Keeping(),
        new GateAnswers(_metrics, _exchanges),
        Origins,
        _metrics,
        _exchanges);

    /// <summary>What the endpoint says of the proxy, to the app and to the snippet.</summary>
    public PostHogProxyMetadata Metadata() =>
        new(Initial.Path!, Initial.IngestOrigin is null ? Initial.Region : null, Snippets(), _aliases);

    /// <summary>What can be asked of PostHog about the proxy. The app's health check, where it has one, asks too, and the metrics say what it found.</summary>
    public ProxyVerification Verification()
    {
        var verification = new ProxyVerification(_options, Origins, _client.Invoker);
        Services.GetService<MappedProxies>()?.Add(verification, _oldClients, Lifetime?.ApplicationStopping ?? CancellationToken.None);
        _metrics.Watch(() => KeptAs.Text ?? KeptAs.Path, () => _load.Utilization(_options.Current.MaxConcurrentRequests), () => verification.WrongTokens);
        return verification;
    }

    /// <summary>What a page may show of the proxy.</summary>
    public ProxyView View(ProxyVerification verification) => new(_options, Origins, _transport, verification, _oldClients, _cache, _exchanges);

    private BodyIntake Bodies() =>
        new(_options, new RequestBodyWatch(Logger), _failures, _metrics, Services.GetService<IServer>()?.GetType().Assembly);

    private AssetCache? Cache() => Initial.AssetCache.Enabled
        ? AssetCache.Create(
            Initial.AssetCache,
            $"{Initial.Path} {Origins.Ingest} {Origins.Assets}",
            new AssetFetcher(_options, Origins, _client, _fallback, _metrics, _time),
            Logger,
            _time)
        : null;

    // Where the app has added an outbox.
    private KeepingForwarder? Keeping() => Services.GetService<IOutbox>() is { } outbox
        ? new(outbox.Attach(KeptAs, new KeptSender(_client.Invoker, Origins, _options)), _forwarder, Origins, _time)
        : null;

    private SnippetSource Snippets() => _aliases is null
        ? new(_name, _options, _offSwitch.IsOff)
        : new(_name, _options, _offSwitch.IsOff)
        {
            ScriptPath = _aliases.ToAlias("/static/array.js"),
            RewriteFunction = apiHost => RewriteFunction.Expression(_aliases, apiHost),
            AliasModule = _aliases.Module,
        };

    public void Dispose()
    {
        _options.Dispose();
        _client.Dispose();
        _cache?.Dispose();
        _metrics.Dispose();
    }
}
