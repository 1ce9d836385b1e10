using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PostHogProxy.Analyzers.Endpoints;
using PostHogProxy.Analyzers.Files;
using PostHogProxy.Analyzers.Settings;

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
    private readonly ImmutableArray<AdditionalText> _files;
    private AppProxies? _proxies;
    private (ServerSdk? Sdk, bool IsKnown) _serverSdk;

    private AppModel(Compilation compilation, KnownTypes types, ImmutableArray<AdditionalText> files)
    {
        _compilation = compilation;
        _types = types;
        _files = files;
    }

    public Compilation Compilation => _compilation;

    public ImmutableArray<AdditionalText> Files => _files;

    /// <summary>Null where the package is not referenced.</summary>
    public static AppModel? Of(Compilation compilation, AnalyzerOptions options)
    {
        if (KnownTypes.Of(compilation) is not { } types)
        {
            return null;
        }

        lock (Models)
        {
            if (Models.TryGetValue(compilation, out var known) && known._files.SequenceEqual(options.AdditionalFiles))
            {
                return known;
            }

            var model = new AppModel(compilation, types, options.AdditionalFiles);
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
            return _proxies ??= AppProxies.Find(_compilation, _types, SettingsFiles.All(_files, cancellation), cancellation);
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
