namespace CometHooks.Store;

/// <summary>Why a webhook is kept without its body and headers. Its keys are kept, so that it is still known when it comes again.</summary>
internal enum Emptied
{
    /// <summary>It is older than <c>retention.bodies</c>.</summary>
    Expired,

    /// <summary>Its person or its shop was erased.</summary>
    Erased,
}
