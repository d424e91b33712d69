namespace CometHooks;

/// <summary>What a signature check can end with.</summary>
public enum VerificationResult
{
    /// <summary>The request is authentic.</summary>
    Valid,

    /// <summary>No signature was sent. Answered 401.</summary>
    MissingSignature,

    /// <summary>The signature header cannot be read. Answered 400.</summary>
    Malformed,

    /// <summary>The signature is right, but its time lies outside the window. Answered 401, or kept as <c>late</c>.</summary>
    Late,

    /// <summary>The signature is wrong. Answered 401.</summary>
    Mismatch,
}

/// <summary>The outcome of <see cref="ISourceAdapter.Verify"/>.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Reason">Why, in words that are safe to show to anyone: no secret, no expected value.</param>
/// <param name="Age">With <see cref="VerificationResult.Late"/>: how old the signature was; negative where it was made in the future.</param>
public sealed record Verification(VerificationResult Result, string Reason, TimeSpan? Age = null)
{
    /// <summary>The request is authentic.</summary>
    public static Verification Valid { get; } = new(VerificationResult.Valid, "signature valid");

    /// <summary>No signature was sent.</summary>
    public static Verification MissingSignature(string header) => new(VerificationResult.MissingSignature, $"header {header} is missing");

    /// <summary>The signature header cannot be read.</summary>
    public static Verification Malformed(string reason) => new(VerificationResult.Malformed, reason);

    /// <summary>Right, but outside the window. Only after the signature itself was found right.</summary>
    public static Verification Late(TimeSpan age) => new(
        VerificationResult.Late,
        age < TimeSpan.Zero
            ? FormattableString.Invariant($"signed {-age.TotalSeconds:0} s in the future: compare this machine's clock")
            : FormattableString.Invariant($"signed {age.TotalSeconds:0} s ago, outside the allowed window"),
        age);

    /// <summary>The signature is wrong.</summary>
    public static Verification Mismatch(string reason = "the signature does not match") => new(VerificationResult.Mismatch, reason);
}
