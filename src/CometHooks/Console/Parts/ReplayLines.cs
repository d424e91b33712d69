using CometHooks.Operate.Replay;

namespace CometHooks.WebConsole.Parts;

/// <summary>A replay, or its preview, in sentences.</summary>
internal static class ReplayLines
{
    /// <summary>How many events would go, or went.</summary>
    public static long Effects(ReplayRun run) => run.Progress switch
    {
        { Mapped: { } mapped } => mapped.MappedAnew,
        { Dead: { } dead } => dead.Conversions,
        _ => 1,
    };

    /// <summary>Whether it would send anything.</summary>
    public static bool Sends(ReplayRun run) => run.Progress is not { Mapped: { NewEffects: 0, GoOn: 0 } };

    /// <summary>What the button says that does it.</summary>
    public static string Action(ReplayRun run) => run.Request.Mode switch
    {
        ReplayMode.Dead => $"Send {Effects(run):n0} again as they were",
        _ => $"Map {Effects(run):n0} anew",
    };

    public static IEnumerable<string> Of(ReplayRun run)
    {
        if (run.Progress.Mapped is { } mapped)
        {
            yield return $"{mapped.Webhooks:n0} {(mapped.Webhooks == 1 ? "webhook" : "webhooks")}: {mapped.MappedAnew:n0} {(mapped.MappedAnew == 1 ? "is" : "are")} mapped anew, {mapped.Skipped:n0} are left alone because they count already";
            yield return $"{mapped.NewEffects:n0} {(mapped.NewEffects == 1 ? "conversion goes" : "conversions go")}, {mapped.Suppressed:n0} are suppressed by the ledger, {mapped.Rejected:n0} would be rejected again, {mapped.Excluded:n0} excluded";
            if (mapped.Unidentified > 0)
            {
                yield return $"{mapped.Unidentified:n0} of them do not tell who the visitor was: they go only where another event does";
            }

            if (mapped.GoOn > 0)
            {
                yield return $"{mapped.GoOn:n0} {(mapped.GoOn == 1 ? "goes" : "go")} on for a dead conversion, under its key";
            }

            if (mapped.Emptied > 0)
            {
                yield return $"{mapped.Emptied:n0} {(mapped.Emptied == 1 ? "stays" : "stay")} as before: the body is gone, by age or because its person was erased";
            }

            if (mapped.Remembering > 0)
            {
                yield return $"{mapped.Remembering:n0} {(mapped.Remembering == 1 ? "webhook sends" : "webhooks send")} nothing: the rules only remember";
            }

            if (mapped.Failed + mapped.Ignored + mapped.Unconfigured > 0)
            {
                yield return $"{mapped.Failed:n0} {(mapped.Failed == 1 ? "webhook fails" : "webhooks fail")} in a rule, {mapped.Ignored:n0} are wanted by none, {mapped.Unconfigured:n0} have no mapping any more";
            }

            foreach (var (names, count) in mapped.Names)
            {
                yield return $"{names}: {count:n0} would count a second time under another name, and are withheld";
            }
        }

        if (run.Progress.Dead is { } dead)
        {
            yield return $"{dead.Conversions:n0} {(dead.Conversions == 1 ? "dead conversion goes" : "dead conversions go")} again with the same key and body; {dead.MayHaveLanded:n0} may have landed and count once";
            foreach (var (destination, count) in dead.Destinations)
            {
                yield return $"{count:n0} to {destination}";
            }
        }

        if (!run.Request.Preview && run.EndedAt is not null)
        {
            yield return $"{run.Progress.Started:n0} began. They go behind everything that arrives meanwhile, and keep the time of their event.";
        }
    }
}
