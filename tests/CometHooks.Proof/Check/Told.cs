namespace CometHooks.Proof.Check;

/// <summary>One request as its client saw it: a line of the history.</summary>
internal sealed record Told
{
    /// <summary>What the platform calls the event.</summary>
    public required string Event { get; init; }

    /// <summary>The sale that it belongs to.</summary>
    public required string About { get; init; }
    public required string Source { get; init; }

    /// <summary>The path that it was posted to.</summary>
    public required string Endpoint { get; init; }

    /// <summary>SHA-256 of the bytes that were posted.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether its signature was right.</summary>
    public required bool Genuine { get; init; }
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The answer's status; 0: there was none.</summary>
    public required int Status { get; init; }

    /// <summary>The id that the hub gave it; null without one.</summary>
    public string? WebhookId { get; init; }

    /// <summary>When to send it again, as the answer says; null where it does not.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>How long the answer, or its failing to come, took.</summary>
    public required double Milliseconds { get; init; }

    public bool IsAcknowledged => Status is >= 200 and < 300;
}
