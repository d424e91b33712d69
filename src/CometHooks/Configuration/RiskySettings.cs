using System.Globalization;
using System.Net;

namespace CometHooks.Configuration;

/// <summary>Settings that are allowed and may cost: each one in force is said at start.</summary>
internal static class RiskySettings
{
    public static IReadOnlyList<string> InForce(HubOptions options)
    {
        var said = new List<string>();
        foreach (var (name, destination) in options.Destinations)
        {
            Say(destination.TestEvents == "send", $"destinations.{name}.test_events is send: test events become conversions");
            Say(new Uri(destination.Url).IsLoopback, $"destinations.{name}.url is on loopback: nothing reaches Cometly");
            Say(new Uri(destination.Url).Scheme == Uri.UriSchemeHttp, $"destinations.{name}.url is http: the token travels without TLS");
            Say(destination.PerMinute == 0, $"destinations.{name}.per_minute is 0: there is no budget");
            foreach (var rates in destination.Convert.GroupBy(rate => rate.From.ToUpperInvariant(), StringComparer.Ordinal))
            {
                Say(true, string.Create(CultureInfo.InvariantCulture, $"destinations.{name}.convert: amounts in {rates.Key} count at the rates written there, the last since {rates.Max(rate => rate.Since):yyyy-MM-dd}"));
            }

            Say(destination.ExtraFields, $"destinations.{name}.extra_fields is true: Cometly does not document these fields here");
            Say(destination.IpWithoutFingerprint == "send", $"destinations.{name}.ip_without_fingerprint is send: Cometly may refuse such events");
        }

        foreach (var (name, endpoint) in options.Endpoints)
        {
            Say(endpoint.AcceptLate is not null, $"endpoints.{name}.accept_late is set: old signatures are accepted");
            Say(endpoint.Tolerance > TimeSpan.FromMinutes(10), $"endpoints.{name}.tolerance is over 10 minutes: a captured request can be sent again for that long");
            Say(endpoint.Accounts.Contains("*"), $"endpoints.{name}.accounts is \"*\": events of every connected account are mapped");
        }

        foreach (var (name, receiver) in options.Alerts.Receivers)
        {
            Say(receiver.AllowPrivate, $"alerts.receivers.{name}.allow_private is true: alerts may go to private addresses");
        }

        Say(options.Alerts.Smtp is { Host.Length: > 0, Security: "none" }, "alerts.smtp.security is none: alerts travel in clear");
        Say(ListenAddress.TryParse(options.Listen.Admin, out var admin) && !IPAddress.IsLoopback(admin.Address), "listen.admin is not on loopback: keep that port in a private network");
        Say(options.Plugins.Count > 0, $"plugins run with all rights of the hub: {string.Join(", ", options.Plugins)}");
        Say(options.Log.Level == "debug", "log.level is debug: the log grows fast");
        return said;

        void Say(bool holds, string text)
        {
            if (holds)
            {
                said.Add(text);
            }
        }
    }
}
