using CometHooks.Count;
using CometHooks.Operate.Replay;

namespace CometHooks.Cli;

/// <summary>A replay in words: what would happen, and what began.</summary>
internal static class ReplayReport
{
    /// <summary>Whether there is anything to do.</summary>
    public static bool DoesAnything(ReplayProgress preview) => preview is { Mapped.MappedAnew: > 0 } or { Dead.Conversions: > 0 } or { New: not null };

    public static void Preview(ReplayProgress preview, ReplayRequest request)
    {
        if (preview.Problem is { } problem)
        {
            Console.WriteLine($"error: {problem}");
            return;
        }

        switch (preview)
        {
            case { Mapped: { } tally }:
                Print(tally, request.Again);
                break;
            case { Dead: { } dead }:
                Console.WriteLine($"{dead.Conversions} {(dead.Conversions == 1 ? "dead conversion goes again as it was" : "dead conversions go again as they were")}{Where(dead)}, under the same key: what landed ({dead.MayHaveLanded} may have) counts once.");
                break;
            case { New: { } copy }:
                Console.WriteLine($"WARNING: conversion {copy.Of} ({copy.EventName} of {copy.EventId}) was delivered to '{copy.Destination}'. It goes once more under a new key, and Cometly will count it A SECOND TIME. That cannot be taken back.");
                break;
            default:
                break;
        }
    }

    public static void Ended(ReplayProgress run) => Console.WriteLine(run switch
    {
        { Problem: { } problem } => $"error: {problem}",
        { New: { Conversion: { } copy } sent } => $"started: conversion {copy}, key {sent.IdempotencyKey}",
        { Dead: not null } => $"started: {run.Started} {(run.Started == 1 ? "dead conversion goes" : "dead conversions go")} again",
        _ => $"started: {run.Started} {(run.Started == 1 ? "webhook is" : "webhooks are")} mapped anew, after those that arrive meanwhile",
    });

    private static void Print(ReplayTally t, bool again)
    {
        Console.WriteLine($"{t.Webhooks} {(t.Webhooks == 1 ? "webhook" : "webhooks")}");
        Line(t.Unconfigured, "left as before: the configuration does not map the endpoint or account");
        Line(t.Emptied, "left as before: the body is gone, by age or because the person was erased");
        Line(t.Skipped, "skipped: counted already (--again maps these anew too)");
        Line(t.MappedAnew, "mapped anew:");
        Line(t.NewEffects, "new effects", inner: true);
        Line(t.Unidentified, "of these only where another event tells who the visitor was", inner: true);
        Line(t.GoOn, "in place of a dead conversion, under its key", inner: true);
        Line(t.Suppressed, "suppressed by the ledger: counted already", inner: true);
        Line(t.Excluded, "excluded", inner: true);
        Line(t.Rejected, "rejected", inner: true);
        Line(t.Remembering, "sending nothing: the rules only remember", inner: true);
        Line(t.Ignored, "ignored: no rule wants it", inner: true);
        Line(t.Failed, "failing: a rule cannot be evaluated", inner: true);
        if (t.UnderAnotherName == 0)
        {
            return;
        }

        Console.WriteLine(again
            ? $"WARNING: {t.UnderAnotherName} new effects under another name. Cometly has these already and will count them A SECOND TIME; that cannot be taken back:"
            : $"{t.UnderAnotherName} new effects under another name do not happen, --again would make them:");
        foreach (var (names, count) in t.Names)
        {
            Console.WriteLine($"  {count} x {names}");
        }

        foreach (var example in t.Examples)
        {
            Console.WriteLine($"  {example.EventId} at {example.Destination}: {string.Join(", ", example.Was)} → {example.Becomes}");
        }
    }

    private static void Line(long count, string text, bool inner = false)
    {
        if (count > 0)
        {
            Console.WriteLine($"{(inner ? "  " : "")}{count,8} {text}");
        }
    }

    private static string Where(DeadTally dead) =>
        dead.Destinations.Count == 0 ? "" : $" ({string.Join(", ", dead.Destinations.Select(d => $"{d.Value} to {d.Key}"))})";
}
