using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Endpoints;
using PostHogProxy.Analyzers.Files;
using PostHogProxy.Analyzers.Settings;
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
    private (ServerSdk? Sdk, bool IsKnown) _serverSdk;

    private AppModel(Compilation compilation, KnownTypes types, AnalyzerOptions options)
    {
        _compilation = compilation;
        _types = types;
        _options = options;
    }

    public Compilation Compilation => _compilation;

    /// <summary>Null where the package is not referenced.</summary>
    public static AppModel? Of(Compilation compilation, AnalyzerOptions options)
    {
        if (KnownTypes.Of(compilation) is not { } types)
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
            return _proxies ??= AppProxies.Find(_compilation, _types, SettingsFiles.All(_options.AdditionalFiles, cancellation), cancellation);
        }
    }

    /// <summary>The filter lists that the user brings.</summary>
    public IReadOnlyList<FilterList> FilterLists(CancellationToken cancellation)
    {
        lock (_gate)
        {
            return _filterLists ??= Files.FilterLists.All(_options, cancellation);
        }
    }

    /// <summary>Null where the app does not reference it.</summary>
    public ServerSdk? ServerSdk(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_serverSdk.IsKnown)
            {
                _serverSdk = (Settings.ServerSdk.Find(_compilation, cancellation), true);
            }

            return _serverSdk.Sdk;
        }
    }
}
