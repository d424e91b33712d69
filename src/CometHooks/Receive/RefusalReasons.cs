using System.Collections.Frozen;

namespace CometHooks.Receive;

/// <summary>The reasons for which requests are not kept: the same words in answers, logs, metrics, alerts and on the console.</summary>
internal static class RefusalReasons
{
    public const string UnknownEndpoint = "unknown endpoint";
    public const string MethodNotAllowed = "method not allowed";
    public const string TooLarge = "too large";
    public const string TooSlow = "too slow";
    public const string EmptyBody = "empty body";
    public const string SignatureMissing = "signature missing";
    public const string SignatureMalformed = "signature malformed";
    public const string SignatureWrong = "signature wrong";
    public const string SignatureTooOld = "signature too old";
    public const string WrongShop = "wrong shop";
    public const string EndpointOff = "endpoint off";
    public const string ShuttingDown = "shutting down";
    public const string TooManyBodiesAtOnce = "too many bodies at once";
    public const string AdapterDoesNotAnswer = "adapter does not answer";
    public const string QueueFull = "queue full";
    public const string StoreUnavailable = "store unavailable";
    public const string CommitTookTooLong = "commit took too long";

    /// <summary>Stands in metrics for every other reason: a plugin may give any, and of these there may be too many.</summary>
    public const string NotAuthentic = "not authentic";

    private static readonly FrozenSet<string> _known = FrozenSet.Create(
        StringComparer.Ordinal,
        UnknownEndpoint,
        MethodNotAllowed,
        TooLarge,
        TooSlow,
        EmptyBody,
        SignatureMissing,
        SignatureMalformed,
        SignatureWrong,
        SignatureTooOld,
        WrongShop,
        EndpointOff,
        ShuttingDown,
        TooManyBodiesAtOnce,
        AdapterDoesNotAnswer,
        QueueFull,
        StoreUnavailable,
        CommitTookTooLong);

    public static string Known(string reason) => _known.Contains(reason) ? reason : NotAuthentic;
}
