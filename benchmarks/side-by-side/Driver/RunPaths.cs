using System.IO.Compression;
using System.Security.Cryptography;

namespace PostHogProxy.SideBySide;

/// <summary>The files of a run: what is there already, and what is made for it.</summary>
internal sealed record RunPaths(string Root, string Work, string? NativeHost)
{
    public string Peers => Path.Combine(Root, "peers");

    public string DriveScript => Path.Combine(Root, "drive.lua");

    public string Host => Path.Combine(Root, "Host", "bin", "Release", "net10.0", "PostHogProxy.SideBySide.Host.dll");

    public string GzipScript => Path.Combine(Work, "array.js.gz");

    public string BrotliScript => Path.Combine(Work, "array.js.br");

    public string Body(int size) => Path.Combine(Work, $"body-{size}");

    /// <summary>Compresses array.js as a content network does, and writes bodies that compress no further.</summary>
    public void Prepare()
    {
        var script = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "posthog-js-dist", "array.js"));
        Write(GzipScript, stream => new GZipStream(stream, CompressionLevel.SmallestSize));
        Write(BrotliScript, stream => new BrotliStream(stream, CompressionLevel.SmallestSize));
        foreach (var size in Workload.All.Select(workload => workload.BodySize).Where(size => size > 0).Distinct())
        {
            File.WriteAllBytes(Body(size), RandomNumberGenerator.GetBytes(size));
        }

        void Write(string file, Func<Stream, Stream> compress)
        {
            using var stream = compress(File.Create(file));
            stream.Write(script);
        }
    }
}
