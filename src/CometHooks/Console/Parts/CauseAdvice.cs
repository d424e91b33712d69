namespace CometHooks.WebConsole.Parts;

/// <summary>What to do about a cause for which conversions are dead or rejected.</summary>
internal static class CauseAdvice
{
    public static string For(string cause) => cause switch
    {
        _ when IsOfReadiness(cause) => "No event told who the visitor was. They go by themselves when one does.",
        _ when Has(cause, "currency") => "Set the destination's currency, or list a rate under convert:, then map them anew.",
        _ when Has(cause, "key already used") => "Another conversion has this idempotency key. Take idempotency_key out of the rule, or make it one of the event's own, then map anew.",
        _ when Has(cause, "timed out") || Has(cause, "timeout") || Has(cause, "connection") || Has(cause, "answered 5") => "Cometly could not be reached, or failed. Now that it answers, send them again as they were: what landed counts once.",
        _ when Has(cause, "answered 4") => "Cometly refused what was sent. Open one, correct the rule that made the field, then map them anew.",
        _ => "Open one to see why. If the rule is at fault, correct it and map them anew; if it was Cometly, send them again as they were.",
    };

    /// <summary>More told of the visitor with each event would help: the readiness says how.</summary>
    public static bool IsOfReadiness(string cause) => Has(cause, "identification");

    private static bool Has(string cause, string part) => cause.Contains(part, StringComparison.OrdinalIgnoreCase);
}
