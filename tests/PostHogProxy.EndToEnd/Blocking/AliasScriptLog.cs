using Microsoft.Extensions.Logging;

namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>Reads where the script of the aliases is from the line that is logged for a developer to read.</summary>
internal sealed class AliasScriptLog : ILoggerProvider, ILogger
{
    /// <summary>Null where the proxy has no aliases.</summary>
    public string? Script { get; private set; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "Aliased" && state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            Script = (string)values.Single(value => value.Key == "Script").Value!;
        }
    }

    public void Dispose()
    {
    }
}
