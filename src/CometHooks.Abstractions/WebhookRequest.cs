namespace CometHooks;

/// <summary>One HTTP request as it arrived: nothing is decoded, decompressed or parsed.</summary>
public sealed class WebhookRequest
{
    /// <summary>The HTTP method, upper case.</summary>
    public required string Method { get; init; }

    /// <summary>The URL as the platform called it, with the query. Behind a trusted proxy: the public one.</summary>
    public required Uri Url { get; init; }

    /// <summary>The headers; names are case-insensitive, a header may have several values.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; init; }

    /// <summary>The raw body, byte for byte.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When the request arrived, by the hub's clock, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The header's value; several values are joined with a comma as RFC 9110, section 5.3 says; null where it is absent.</summary>
    public string? Header(string name) =>
        Headers.TryGetValue(name, out var values) && values.Count > 0
            ? values.Count == 1 ? values[0] : string.Join(',', values)
            : null;
}
