using Microsoft.Build.Framework;

namespace PostHogProxy.Build;

/// <summary>What the tasks have in common: a file that is not looked into is an info, and nothing that happens here ends a build.</summary>
public abstract class FileTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private const string Code = "PHX6001";
    private const long Everything = long.MaxValue;

    private readonly CancellationTokenSource _cancel = new();

    /// <summary>The size in bytes above which a file is not read; 0: every file is.</summary>
    public long Largest { get; set; }

    /// <summary>What to do about a file that is not looked into.</summary>
    public string Cure { get; set; } = "A pattern in PostHogProxyScanExcludes leaves it out without a word.";

    /// <inheritdoc />
    public void Cancel() => _cancel.Cancel();

    /// <inheritdoc />
    public void Dispose()
    {
        _cancel.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (OperationCanceledException)
        {
            // The build ends anyway.
        }

        return true;
    }

    /// <summary>Does the work.</summary>
    protected abstract void Run();

    private protected CancellationToken Ended => _cancel.Token;

    private protected string? Read(ITaskItem file, string path)
    {
        Ended.ThrowIfCancellationRequested();
        var text = BuildFile.Read(path, Largest > 0 ? Largest : Everything, out var problem);
        if (problem is not null)
        {
            Say(file, problem);
        }

        return text;
    }

    private protected string? FullPathOf(ITaskItem file)
    {
        try
        {
            return file.GetMetadata("FullPath");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IOException or NotSupportedException)
        {
            Say(file, $"its name is no path ({error.Message.TrimEnd('.')})");
            return null;
        }
    }

    private protected void Say(ITaskItem file, string problem) => Log.LogMessage(
        subcategory: null, Code, helpKeyword: null, file.ItemSpec, 0, 0, 0, 0, MessageImportance.High,
        "The PostHog analyzers do not look into '{0}': {1}. {2}", file.ItemSpec, problem, Cure);
}
