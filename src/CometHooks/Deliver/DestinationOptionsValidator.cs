using FluentValidation;

namespace CometHooks.Deliver;

/// <summary>What is wrong with a destination's settings. An empty token is not judged here: without one the destination is off.</summary>
internal sealed class DestinationOptionsValidator : AbstractValidator<DestinationOptions>
{
    private static readonly DestinationOptionsValidator Instance = new();

    public DestinationOptionsValidator()
    {
        // A line break in a header value would end up in an exception's text together with the token.
        RuleFor(o => o.Token).Must(token => token.All(c => c is > ' ' and < (char)127)).OverridePropertyName("token")
            .WithMessage("has spaces, line breaks or other characters that no token has: copy it again.");
        RuleFor(o => o.Url).Must(BeSafe).OverridePropertyName("url")
            .WithMessage(o => $"must be an https:// URL (http:// only on loopback), not '{o.Url}'.");
        RuleFor(o => o.Currency).Must(currency => FieldShape.IsCurrency(currency.ToUpperInvariant())).OverridePropertyName("currency")
            .WithMessage(o => $"must be three letters such as USD, not '{o.Currency}'.");
        RuleFor(o => o.PerMinute).InclusiveBetween(0, 100_000).OverridePropertyName("per_minute")
            .WithMessage("must be 0 (no budget) to 100000.");
        RuleFor(o => o.Concurrency).InclusiveBetween(1, 256).OverridePropertyName("concurrency")
            .WithMessage("must be between 1 and 256.");
        RuleFor(o => o.TestEvents).Must(word => word is "refuse" or "send").OverridePropertyName("test_events")
            .WithMessage(o => $"must be refuse or send, not '{o.TestEvents}'.");
        RuleFor(o => o.IpWithoutFingerprint).Must(word => word is "drop" or "send").OverridePropertyName("ip_without_fingerprint")
            .WithMessage(o => $"must be drop or send, not '{o.IpWithoutFingerprint}'.");
        RuleFor(o => o.PhoneFormat).Must(word => word is "digits" or "e164").OverridePropertyName("phone_format")
            .WithMessage(o => $"must be digits or e164, not '{o.PhoneFormat}'.");
        RuleFor(o => o.DoNotCapiAfter).GreaterThan(TimeSpan.Zero).OverridePropertyName("do_not_capi_after")
            .WithMessage("must be more than zero, for example 7d.");

        // Below the lease of a claim with room to spare: a conversion must not be claimed again while its request runs.
        RuleFor(o => o.Timeout).InclusiveBetween(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)).OverridePropertyName("timeout")
            .WithMessage("must be 100ms to 1m.");
    }

    /// <summary>Every problem with the setting's name as the file writes it.</summary>
    public static IReadOnlyList<(string Setting, string Message)> Problems(DestinationOptions options) =>
        [.. Instance.Validate(options).Errors.Select(error => (error.PropertyName, error.ErrorMessage)), .. RatesCheck.Problems(options)];

    // The token goes over this line: nobody may read along.
    private static bool BeSafe(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.UserInfo.Length == 0
        && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
