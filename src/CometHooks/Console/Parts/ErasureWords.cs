using CometHooks.Store;

namespace CometHooks.WebConsole.Parts;

/// <summary>What is said of erasures.</summary>
internal static class ErasureWords
{
    public const string NeedsCompaction = "Free space of the store's file may still hold it: stop the hub when it is quiet, and run comethooks store compact.";

    public static string About(ErasureKind kind) => kind switch
    {
        ErasureKind.Shop => "a shop",
        ErasureKind.Request => "what is held of a person",
        _ => "a person",
    };

    public static string HowMuch(Erasure receipt) => receipt switch
    {
        { State: ErasureState.Asked or ErasureState.Running } => "",
        { State: ErasureState.Broken, Webhook: not null } => "not carried out: its webhook names nobody, or is gone. Forget the person by address",
        { State: ErasureState.Broken } => "it broke off: ask again",
        { Kind: ErasureKind.Request } => $"held: {receipt.Rows.InWords()}; somebody must answer",
        _ => receipt.Rows.InWords(),
    };
}
