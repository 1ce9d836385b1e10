using PostHogProxy.Package.Tests;
using PostHogProxy.Package.Tests.Consumers;

namespace PostHogProxy.EndToEnd.Packaged;

/// <summary>The Blazor Web App and its WebAssembly client, built once from the package.</summary>
public sealed class GalleryApp(PackedPackage package) : IAsyncLifetime
{
    internal Workspace Workspace { get; } = new(package);

    public async ValueTask InitializeAsync()
    {
        Workspace.Add("Gallery");
        Assert.Empty(BuildOutput.Warnings(await Workspace.BuildAsync("Gallery/Gallery"), Workspace.Folder));
    }

    public ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        return ValueTask.CompletedTask;
    }
}
