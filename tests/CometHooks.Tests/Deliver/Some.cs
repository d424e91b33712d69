using CometHooks.Deliver;
using CometHooks.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CometHooks.Tests.Deliver;

/// <summary>Things that the delivery tests are about, invented.</summary>
internal static class Some
{
    public const string Token = "tok-5f0c1d";
    public const string Email = "ines.moreau@example.org";
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    /// <summary>Built once: AutoMapper's start is slow.</summary>
    public static CometlyRequestWriter Writer { get; } = new(NullLoggerFactory.Instance);

    public static DestinationOptions Destination(string url = "http://127.0.0.1:1/") =>
        new() { Token = Token, Url = url, PerMinute = 0, Timeout = TimeSpan.FromMinutes(2) };

    public static CometlyEvent Purchase() => new()
    {
        EventName = "purchase",
        EventTime = Now,
        Person = new Person { Email = Email },
        Order = new Order { Amount = 49.90m, Currency = "USD", OrderId = "pi_invented_1" },
    };

    public static OutboxEntry Entry(int attemptsUsed = 0, int destinationAttempts = 0) =>
        new(7, 3, "stripe", "purchase", "main", "evt_invented_1", """{"event_name":"purchase","email":"ines.moreau@example.org"}""", attemptsUsed, 1, attemptsUsed + destinationAttempts, destinationAttempts);

    public static EventDraft Draft(string eventName = "purchase", string? phoneCountry = null, params (string Name, object Value)[] fields) =>
        new(eventName, Now, fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal), phoneCountry);

    public static DeliveryResult Answer(DeliveryOutcome outcome, int? status = null, string? message = null) => new()
    {
        Outcome = outcome,
        Status = status,
        Message = message,
        Error = outcome == DeliveryOutcome.Delivered ? null : "answered so",
        UsesAttempt = outcome is DeliveryOutcome.Delivered or DeliveryOutcome.Retry or DeliveryOutcome.Rejected,
        MayHaveLanded = outcome == DeliveryOutcome.Retry,
        StartedAt = Now,
        EndedAt = Now,
    };
}
