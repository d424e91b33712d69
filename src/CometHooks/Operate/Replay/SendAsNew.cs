using System.Runtime.CompilerServices;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Operate.Replay;

/// <summary>A delivered conversion goes once more, under a new key: Cometly counts it a second time, and the audit trail says why.</summary>
internal sealed partial class SendAsNew(
    IReplays store, IReadOnlyDictionary<string, DestinationOptions> destinations, IDeliverySignal delivery, TimeProvider time, ILogger<SendAsNew> log)
{
    public async IAsyncEnumerable<ReplayProgress> RunAsync(ReplayRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sent = await store.FindSentAsync(request.Conversion!.Value, cancellationToken);
        if (Problem(request.Conversion.Value, sent) is { } problem)
        {
            yield return new ReplayProgress { Problem = problem };
            yield break;
        }

        var sending = request.Preview ? null : await store.SendAsNewAsync(
            sent!.Id,
            request.Reason!.Trim(),
            request.Actor,
            request.Id,
            (original, key) => CometlyRequestWriter.Rekey(original.Body!, key, time.GetUtcNow(), destinations[original.Destination]),
            cancellationToken);
        if (sending is { IsNew: true, Copy: { } copy })
        {
            delivery.Wake(copy.Destination);
            Log.Sent(log, sent!.Id, copy.EventName, copy.Destination, copy.Id);
        }

        yield return new ReplayProgress
        {
            Done = true,
            Started = sending is { IsNew: true } ? 1 : 0,
            New = new NewEvent(sent!.Id, sent.EventId, sent.EventName, sent.Destination, sending?.Copy?.Id, sending?.IdempotencyKey),
        };
    }

    private string? Problem(long id, SentConversion? sent) => sent switch
    {
        null => $"there is no conversion {id}.",
        { State: ConversionState.Dead } => $"conversion {id} is dead: --dead sends it again as it was, so that it counts once.",
        { State: not ConversionState.Delivered } => $"conversion {id} is {Words.Of(sent.State)}: only what was delivered can be sent as a new event.",
        { Body: null } => $"conversion {id} has no body any more: its person was erased.",
        _ when !destinations.ContainsKey(sent.Destination) => $"conversion {id} went to '{sent.Destination}', which is not configured any more.",
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Conversion {Conversion}, {EventName} to {Destination}, is sent once more as a new event by hand, as conversion {Copy}: Cometly counts it a second time")]
        public static partial void Sent(ILogger logger, long conversion, string eventName, string destination, long copy);
    }
}
