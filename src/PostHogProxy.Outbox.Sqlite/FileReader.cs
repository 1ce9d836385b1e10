using Microsoft.Data.Sqlite;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>Reads the file on one connection, which is opened anew after a failure.</summary>
internal sealed class FileReader(OutboxFile file, StoreFailures failures) : IDisposable
{
    private readonly Lock _reading = new();
    private SqliteConnection? _connection;

    public T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (_reading)
        {
            try
            {
                _connection ??= file.Connect(canWrite: false);
                return read(_connection);
            }
            catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
            {
                _connection?.Dispose();
                _connection = null;
                throw failures.Explain(failure);
            }
        }
    }

    public void Dispose()
    {
        lock (_reading)
        {
            _connection?.Dispose();
            _connection = null;
        }
    }
}
