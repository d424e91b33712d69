namespace CometHooks.Count;

/// <summary>How far a ledger entry is. In SQL: the lower-case word.</summary>
internal enum LedgerEntryState
{
    /// <summary>Nothing was sent; the holder may still change.</summary>
    Open,

    /// <summary>Set by the first claim, before any POST: body and key are frozen.</summary>
    Sent,

    /// <summary>Cometly accepted it.</summary>
    Counted,

    /// <summary>Every attempt was definitely refused: another conversion may go in its place.</summary>
    Void,
}
