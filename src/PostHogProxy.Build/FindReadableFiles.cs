using Microsoft.Build.Framework;

namespace PostHogProxy.Build;

/// <summary>Of some files, those that can be read: the compiler ends the build at any other.</summary>
public sealed class FindReadableFiles : FileTask
{
    /// <summary>The files.</summary>
    [Required]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Those that can be read.</summary>
    [Output]
    public ITaskItem[] Readable { get; private set; } = [];

    /// <inheritdoc />
    protected override void Run() => Readable = [.. Files.Where(file => FullPathOf(file) is { } path && Read(file, path) is not null)];
}
