using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>The contract, of a store in a file.</summary>
public sealed class SqliteWaitingContractTests : WaitingContract, IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override IOutboxStore Open(StoreLimits? limits = null) => _folder.Open(limits);
}

/// <summary>The contract, of a store in a file.</summary>
public sealed class SqliteProbeContractTests : ProbeContract, IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override IOutboxStore Open(StoreLimits? limits = null) => _folder.Open(limits);
}

/// <summary>The contract, of a store in a file.</summary>
public sealed class SqliteDeadLetterContractTests : DeadLetterContract, IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override IOutboxStore Open(StoreLimits? limits = null) => _folder.Open(limits);
}

/// <summary>The contract, of a store in a file.</summary>
public sealed class SqliteRoomContractTests : RoomContract, IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override IOutboxStore Open(StoreLimits? limits = null) => _folder.Open(limits);
}
