namespace CometHooks.Deliver;

/// <summary>What an answer of Cometly's means. Decided in one place: <c>CometlySender</c>.</summary>
internal enum DeliveryOutcome
{
    /// <summary>2xx with a JSON object.</summary>
    Delivered,

    /// <summary>408, 425, 5xx, timeout, connection: the same again later, an attempt is used if a server was reached.</summary>
    Retry,

    /// <summary>429: later, no attempt is used.</summary>
    Throttled,

    /// <summary>401, 403, 3xx, 404, 405, 2xx that is not JSON, TLS failure, a request that cannot be made: the destination is wrong, it pauses, no attempt is used.</summary>
    Destination,

    /// <summary>400, 409, 413, 422: never as it is.</summary>
    Rejected,
}
