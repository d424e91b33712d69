using System.Globalization;
using CometHooks.Count;
using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Operate.Explain;

/// <summary>What happens next, by itself or by a person, in words.</summary>
internal static class WhatFollows
{
    public static string Of(WebhookRecord webhook) => webhook.State switch
    {
        WebhookState.Ignored or WebhookState.Failed or WebhookState.Late when webhook.Emptied is not null => "Nothing: its body is gone, so that it cannot be mapped any more.",
        WebhookState.Stored => "It is mapped within a second while the hub runs.",
        WebhookState.Mapped when webhook is { Conversions.Count: 0, DecisionsJson: null } => "Nothing: what it made is older than retention.conversions, and gone.",
        WebhookState.Mapped => webhook.Conversions.Count == 0 ? "Nothing is sent: the rules that applied only remember." : "See its conversions.",
        WebhookState.Ignored => "Should a rule want it one day, Map anew on its page in the console (or comethooks replay) maps it again.",
        WebhookState.Unreadable => "Nothing: it is authentic, but there is no event to map. Is the URL of this endpoint in the dashboard of another product or API version?",
        WebhookState.Failed => "It is mapped again by itself as soon as another version of its mapping is active: mend the rule and save the file.",
        WebhookState.Late => "It waits for a person: is the clock of this machine right? accept_late of the endpoint lets later ones through. Sent again with a fresh signature, it is mapped by itself.",
        _ => "",
    };

    public static string Of(ConversionRecord conversion, Readiness readiness, DestinationPause? pause, DateTimeOffset now) => conversion.State switch
    {
        ConversionState.Held => $"It waits until {Time(conversion.DueAt)} for evidence of who the visitor was, and goes then with what it has{(conversion.Lacking is null ? "" : ", or is rejected where that is nothing")}. {Earlier(conversion, readiness)}",
        ConversionState.Pending => Pending(conversion, pause, now),
        ConversionState.Delivered => "Nothing: Cometly has accepted it. It may take 15 minutes until Cometly's events log shows it.",
        ConversionState.Suppressed => $"Nothing: it is counted by {Holder(conversion)}. Should Cometly refuse that one for good, the next of its siblings goes by itself.",
        ConversionState.Excluded => $"Nothing: it is never sent. {Excluded(conversion.Reason ?? "")}",
        ConversionState.Rejected => Rejected(conversion),
        ConversionState.Dead => $"It waits for a person: Send again as they were, on the console's page Dead and rejected, (or comethooks replay --dead) sends it again under the same key{(conversion.MayHaveLanded ? ", so that Cometly does not count it twice if it has landed" : "")}.",
        ConversionState.Replaced when conversion.EntryId is null => "Nothing: its webhook was mapped anew, and what came of that stands beside it.",
        ConversionState.Replaced => $"Nothing: {Holder(conversion)} went in its place.",
        _ => "",
    };

    private static string Pending(ConversionRecord conversion, DestinationPause? pause, DateTimeOffset now) => (pause, conversion.DueAt) switch
    {
        ({ IsByHand: true } paused, _) => $"It waits: destination '{conversion.Destination}' is paused since {Time(paused.Since)}: {paused.Reason.TrimEnd('.')}. It waits until somebody resumes it, on the console's Destinations page or by comethooks resume {conversion.Destination}.",
        ({ } paused, _) => $"It waits: destination '{conversion.Destination}' is paused since {Time(paused.Since)}: {paused.Reason.TrimEnd('.')}. {AnswerTable.WhatToDo(conversion.Destination, paused.Reason)} That is done on the console's Destinations page or by comethooks resume {conversion.Destination}; nothing is lost. One conversion probes it every few minutes: a good answer ends the pause too.",
        (_, { } due) when due > now => $"It is sent again at {Time(due)}; {conversion.AttemptsUsed} of {RetrySchedule.MostAttempts} attempts are used.",
        _ => "It is due now: it is sent as soon as the hub runs and its destination takes it.",
    };

    private static string Earlier(ConversionRecord conversion, Readiness readiness)
    {
        var visitor = readiness.Missing.Contains("comet_token") && readiness.Missing.Contains("fingerprint_and_ip") ? "a comet_token, or fingerprint and ip" : null;
        var email = readiness.Missing.Contains("email") ? "an e-mail address" : null;
        var wanted = string.Join(", and ", new[] { visitor, email }.OfType<string>());
        var kinds = conversion.Recall.Where(k => IdentityKinds.RankOf(k) == IdentityRank.SamePayment).ToList();
        var remembered = kinds.Count == 0 ? "" : $", or an identity remembered under {string.Join(", ", kinds)},";
        return wanted.Length == 0 ? "" : $"A sibling event{remembered} that brings {wanted} ends the waiting at once.";
    }

    private static string Holder(ConversionRecord conversion) => conversion.EntryHolder is { } holder ? $"conversion {holder}" : "another conversion";

    // The guards begin their reasons with their names.
    private static string Excluded(string reason) => reason.Split(':')[0] switch
    {
        "test" => "A destination with test_events: send takes tests.",
        "refund" => "A custom event may tell Cometly of refunds: see the mapping's README.",
        "zero" => "Free orders are no purchases; another event name may be sent for them.",
        _ => "",
    };

    private static string Rejected(ConversionRecord conversion)
    {
        if (conversion.Lacking is not null)
        {
            return "It stays as it is until something tells who the visitor was: an identity that is remembered later sets it free, and a sibling event that knows more goes in its place.";
        }

        return conversion.Attempts.Count > 0
            ? "Cometly does not take it as it is. A sibling of the same payment or order goes in its place by itself; otherwise mend the rule, then press Map anew on its page in the console (or run comethooks replay)."
            : "It stays as it is: do what the reason says, then press Map anew on its page in the console (or run comethooks replay).";
    }

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "an unknown time";
}
