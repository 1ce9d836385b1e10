using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostHogProxy.Pomerium.Tests.Importing;

/// <summary>An app made of imported lines: compiled, on Kestrel, with somebody in place of PostHog who writes down what is sent.</summary>
internal sealed class ImportedApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client = new();
    private readonly Recorder _postHog;

    private ImportedApp(WebApplication app, Recorder postHog)
    {
        _app = app;
        _postHog = postHog;
    }

    /// <param name="lines">What is to stand in Program.cs.</param>
    /// <param name="settings">appsettings.json; null for none.</param>
    /// <param name="names">The names of the maps; the empty one for those without.</param>
    public static async Task<ImportedApp> StartAsync(string lines, string? settings, params string[] names)
    {
        var postHog = new Recorder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (settings is not null)
        {
            builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings)));
        }

        foreach (var name in names)
        {
            if (name.Length == 0)
            {
                builder.Services.AddPostHogProxy(Watch);
            }
            else
            {
                builder.Services.AddPostHogProxy(name, Watch);
            }
        }

        var app = builder.Build();
        Compile(lines)(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, postHog);

        // Two hosts of one proxy have one cache: what the first asked for would not be seen of the second.
        void Watch(PostHogProxyOptions options)
        {
            options.WrapHandler = _ => postHog;
            options.AssetCache.Enabled = false;
        }
    }

    /// <summary>The URL and the Host header that PostHog gets for a URL that a browser asks for; null where it gets nothing.</summary>
    public async Task<(string Url, string Host)?> ForwardedAsync(string method, string url)
    {
        _postHog.Sent.Clear();
        var asked = new Uri(url);
        using var request = new HttpRequestMessage(new(method), _app.Urls.Single() + asked.PathAndQuery);
        request.Headers.Host = asked.Authority;
        if (method == "POST")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return _postHog.Sent.TryDequeue(out var sent) ? sent : null;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    // What an app with implicit usings has, and the one line that people add.
    private static Action<WebApplication> Compile(string lines)
    {
        var source = "using System; using Microsoft.AspNetCore.Builder; using PostHogProxy;\n"
            + "public static class Imported { public static void Map(WebApplication app) {\n" + lines + "\n} }";
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Imported", [CSharpSyntaxTree.ParseText(source)], references, new(OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.ToString()));
        assembly.Position = 0;
        return new AssemblyLoadContext("Imported", isCollectible: true).LoadFromStream(assembly)
            .GetType("Imported")!.GetMethod("Map", BindingFlags.Public | BindingFlags.Static)!.CreateDelegate<Action<WebApplication>>();
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public ConcurrentQueue<(string Url, string Host)> Sent { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Enqueue((request.RequestUri!.AbsoluteUri, request.Headers.Host ?? request.RequestUri.Authority));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}"), Version = request.Version });
        }
    }
}
