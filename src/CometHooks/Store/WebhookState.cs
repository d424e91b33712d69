namespace CometHooks.Store;

/// <summary>What became of a webhook. In SQL, logs and answers: the lower-case word.</summary>
internal enum WebhookState
{
    /// <summary>On disk, waits to be mapped.</summary>
    Stored,

    /// <summary>Its rules ran; at least one conversion was made.</summary>
    Mapped,

    /// <summary>No rule wanted it.</summary>
    Ignored,

    /// <summary>Authentic, but not an event of this source.</summary>
    Unreadable,

    /// <summary>A rule could not be evaluated; mapped again by itself when a new mapping version becomes active.</summary>
    Failed,

    /// <summary>Right signature, too old.</summary>
    Late,
}
