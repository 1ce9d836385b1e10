using Spectre.Console;

namespace PostHogProxy.Tool.Printing;

/// <summary>Says on the screen which check is being made, and leaves no trace of it.</summary>
internal static class VerifyProgress
{
    public static Task<T> ShowAsync<T>(Func<IProgress<string>?, Task<T>> run) => Terminal.Error.Profile.Capabilities.Interactive
        ? Terminal.Error.Status().StartAsync("name", context => run(new Shown(context)))
        : run(null);

    // Progress<T> would hand each name to the thread pool, where a later one can overtake it.
    private sealed class Shown(StatusContext context) : IProgress<string>
    {
        public void Report(string value) => context.Status = value.EscapeMarkup();
    }
}
