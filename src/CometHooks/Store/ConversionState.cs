namespace CometHooks.Store;

/// <summary>What became of a conversion. In SQL, logs and answers: the lower-case word.</summary>
internal enum ConversionState
{
    /// <summary>Waits for evidence of who the visitor was.</summary>
    Held,

    /// <summary>Due to be sent.</summary>
    Pending,

    /// <summary>Cometly accepted it.</summary>
    Delivered,

    /// <summary>Already counted; names the conversion that counted.</summary>
    Suppressed,

    /// <summary>A money guard took it out: test, zero, refund.</summary>
    Excluded,

    /// <summary>Can never succeed as it is.</summary>
    Rejected,

    /// <summary>Attempts used up; waits for a person.</summary>
    Dead,

    /// <summary>A sibling went in its place.</summary>
    Replaced,
}
