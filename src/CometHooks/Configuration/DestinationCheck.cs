using CometHooks.Deliver;

namespace CometHooks.Configuration;

/// <summary>Whether the destinations make sense.</summary>
internal sealed class DestinationCheck(HubConfiguration configuration, ICollection<Problem> problems)
{
    public void Run()
    {
        foreach (var (name, destination) in configuration.Options.Destinations)
        {
            Check($"destinations.{name}", destination);
        }
    }

    private void Check(string path, DestinationOptions destination)
    {
        var url = Uri.TryCreate(destination.Url, UriKind.Absolute, out var uri) ? uri : null;
        Require(url is not null && url.UserInfo.Length == 0 && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)),
            $"{path}.url", $"must be an https:// URL (http:// only on loopback), not '{destination.Url}'.");
        Require(destination.Currency.Length == 3 && destination.Currency.All(char.IsAsciiLetter), $"{path}.currency", $"must be three letters such as USD, not '{destination.Currency}'.");
        Require(destination.PerMinute >= 0, $"{path}.per_minute", "must be 0 (no budget) or more.");
        Require(destination.Concurrency is >= 1 and <= 256, $"{path}.concurrency", "must be between 1 and 256.");
        Require(destination.Timeout > TimeSpan.Zero && destination.Timeout <= TimeSpan.FromMinutes(5), $"{path}.timeout", "must be more than zero and at most 5m.");
        Require(destination.DoNotCapiAfter > TimeSpan.Zero, $"{path}.do_not_capi_after", "must be more than zero.");
        OneOf($"{path}.test_events", destination.TestEvents, "refuse", "send");
        OneOf($"{path}.ip_without_fingerprint", destination.IpWithoutFingerprint, "drop", "send");
        OneOf($"{path}.phone_format", destination.PhoneFormat, "digits", "e164");
    }

    private void OneOf(string path, string value, string one, string other) =>
        Require(value == one || value == other, path, $"must be {one} or {other}, not '{value}'.");

    private void Require(bool holds, string path, string message)
    {
        if (!holds)
        {
            problems.Add(configuration.PlaceOf(path).Problem($"'{path}' {message}"));
        }
    }
}
