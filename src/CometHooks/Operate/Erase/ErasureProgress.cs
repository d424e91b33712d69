using System.Text.Json.Serialization;
using CometHooks.Store;

namespace CometHooks.Operate.Erase;

/// <summary>How far an erasure is, one JSON object a line.</summary>
internal sealed record ErasureProgress : IProgressLine
{
    /// <summary>Pages of rows that were looked through.</summary>
    public long Pages { get; init; }

    /// <summary>How much was erased so far, or would be.</summary>
    public required ErasedRows Rows { get; init; }

    /// <summary>Nothing is left.</summary>
    public bool Done { get; init; }

    /// <summary>The receipt; null for a preview.</summary>
    public Erasure? Receipt { get; init; }

    /// <summary>Why it did not come to its end.</summary>
    public string? Problem { get; init; }
}

/// <param name="Email">Whose data are erased.</param>
/// <param name="Preview">Only say how much it is.</param>
internal sealed record ErasureRequest(string? Email, bool Preview = false)
{
    // The longest that mail servers know (RFC 5321).
    private const int Longest = 320;

    /// <summary>What is wrong with it; null where it can be carried out.</summary>
    [JsonIgnore]
    public string? Wrong => Email?.Trim() is { Length: >= 3 and <= Longest } address && address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Length - 1 && !address.Any(char.IsWhiteSpace)
        ? null
        : "An e-mail address is needed, such as ada@example.com.";
}
