using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Endpoints;
using PostHogProxy.Analyzers.Files;
using PostHogProxy.Analyzers.Sdk;
using PostHogProxy.Pomerium.Apps;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Analyzers;

/// <summary>
/// What all analyzers need to know of the app, found out once and only when the first of them asks. An editor keeps the compilation when a
/// settings file changes, so the files are part of what is remembered.
/// </summary>
internal sealed class AppModel
{
    private static readonly ConditionalWeakTable<Compilation, AppModel> Models = new();

    private readonly object _gate = new();
    private readonly Compilation _compilation;
    private readonly KnownTypes _types;
    private readonly AnalyzerOptions _options;
    private IReadOnlyList<FilterList>? _filterLists;
    private AppProxies? _proxies;
    private IReadOnlyList<AppClient>? _clients;
    private (ServerSdk? Sdk, bool IsKnown) _serverSdk;

    private AppModel(Compilation compilation, KnownTypes types, AnalyzerOptions options)
    {
        _compilation = compilation;
        _types = types;
        _options = options;
    }

    public Compilation Compilation => _compilation;

    /// <summary>Null where the package is not referenced, and in a project of tests.</summary>
    public static AppModel? Of(Compilation compilation, AnalyzerOptions options)
    {
        if (KnownTypes.Of(compilation) is not { } types || TestProject.Is(compilation, options.AnalyzerConfigOptionsProvider.GlobalOptions))
        {
            return null;
        }

        lock (Models)
        {
            if (Models.TryGetValue(compilation, out var known) && known._options.AdditionalFiles.SequenceEqual(options.AdditionalFiles))
            {
                return known;
            }

            var model = new AppModel(compilation, types, options);
            Models.Remove(compilation);
            Models.Add(compilation, model);
            return model;
        }
    }

    /// <exception cref="OperationCanceledException">Nothing is remembered then; the next who asks begins anew.</exception>
    public AppProxies Proxies(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _proxies ??= AppProxies.Find(_compilation, _types, SettingsFiles.All(_options, cancellation), cancellation);
        }
    }

    /// <summary>The same for the rules about clients, whose path may be one that a Pomerium in front of the app forwards itself.</summary>
    public AppProxies ProxiesForClients(CancellationToken cancellation)
    {
        var proxies = Proxies(cancellation);
        return proxies.AllKnown && _options.AdditionalFiles.Select(file => PomeriumFiles.Of(file, _options, cancellation)).OfType<PomeriumConfiguration>().Any(ForwardedPaths.AreIn)
            ? proxies with { AllKnown = false }
            : proxies;
    }

    /// <summary>Whether something that is no proxy of ours answers at a path.</summary>
    public Func<string, bool> OtherEndpoints(CancellationToken cancellation) =>
        path => Endpoints.OtherEndpoints.Answer(path, _compilation, _options, cancellation);

    /// <summary>The filter lists that the user brings.</summary>
    public IReadOnlyList<FilterList> FilterLists(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _filterLists ??= Files.FilterLists.All(_options, cancellation);
        }
    }

    /// <summary>The browser's set-ups in the app's scripts and pages.</summary>
    public IReadOnlyList<AppClient> Clients(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _clients ??=
            [
                .. from file in _options.AdditionalFiles
                   where Files.FilterLists.KindOf(file, _options) is null
                   let read = ClientFile.Of(file, _options, cancellation)
                   where read is not null
                   from setup in read.Setups
                   select AppClient.Of(setup, ProjectPath.Of(file.Path, _options)),
            ];
        }
    }

    /// <summary>Null where the app does not reference it.</summary>
    public ServerSdk? ServerSdk(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_serverSdk.IsKnown)
            {
                _serverSdk = (Sdk.ServerSdk.Find(_compilation, cancellation), true);
            }

            return _serverSdk.Sdk;
        }
    }
}
