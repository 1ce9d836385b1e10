using System.Text.Json;
using PostHogProxy.Keeping;
using PostHogProxy.Payloads;
using PostHogProxy.Outbox.Protection;

namespace PostHogProxy.Outbox.Erasing;

/// <summary>Takes one person's events, recording items and log records out of a kept request. All the rest of it stays byte for byte.</summary>
internal sealed class PersonEraser(string distinctId)
{
    // No deeper than what PostHog itself reads of a recording.
    private const int MaxDepth = 256;

    public Erased Erase(KeptRequest request)
    {
        if (ProtectedRequest.Is(request) || Payload.Of(request) is not { } payload)
        {
            return new(Erasure.Unreadable);
        }

        try
        {
            var items = ItemList.Read(payload.Json, request.Kind, MaxDepth);
            var theirs = items.Items.Count(item => IsTheirs(payload.Json.AsMemory(item.Start, item.End - item.Start), request.Kind));
            if (theirs == 0)
            {
                return new(Erasure.Nothing);
            }

            return theirs == items.Items.Count
                ? new(Erasure.Whole, theirs)
                : new(Erasure.Part, theirs, payload.Put(items.Without(payload.Json, item => IsTheirs(item, request.Kind)), request));
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return new(Erasure.Unreadable);
        }
    }

    private bool IsTheirs(ReadOnlyMemory<byte> item, OutboxKind kind)
    {
        using var document = JsonDocument.Parse(item, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return kind == OutboxKind.Logs ? PersonNames.AreInLog(document.RootElement, distinctId) : PersonNames.AreInEvent(document.RootElement, distinctId);
    }
}
