using FluentValidation;

namespace CometHooks.Deliver;

/// <summary>What is wrong with a destination's settings. An empty token is not judged here: without one the destination is off.</summary>
internal sealed class DestinationOptionsValidator : AbstractValidator<DestinationOptions>
{
    private static readonly DestinationOptionsValidator Instance = new();

    public DestinationOptionsValidator()
    {
        // A line break in a header value would end up in an exception's text together with the token.
        RuleFor(o => o.Token).Must(token => token.All(c => c is > ' ' and < (char)127))
            .WithMessage("token: has spaces, line breaks or other characters that no token has; copy it again");
        RuleFor(o => o.Url).Must(BeSafe)
            .WithMessage("url: must be an absolute https address without user and fragment (http only on loopback)");
        RuleFor(o => o.Currency).Must(currency => FieldShape.IsCurrency(currency.ToUpperInvariant()))
            .WithMessage("currency: must be three letters, for example USD");
        RuleFor(o => o.PerMinute).InclusiveBetween(0, 100_000)
            .WithMessage("per_minute: must be 0 (no budget) to 100000");
        RuleFor(o => o.Concurrency).InclusiveBetween(1, 256)
            .WithMessage("concurrency: must be 1 to 256");
        RuleFor(o => o.TestEvents).Must(word => word is "refuse" or "send")
            .WithMessage("test_events: must be refuse or send");
        RuleFor(o => o.IpWithoutFingerprint).Must(word => word is "drop" or "send")
            .WithMessage("ip_without_fingerprint: must be drop or send");
        RuleFor(o => o.PhoneFormat).Must(word => word is "digits" or "e164")
            .WithMessage("phone_format: must be digits or e164");
        RuleFor(o => o.DoNotCapiAfter).GreaterThan(TimeSpan.Zero)
            .WithMessage("do_not_capi_after: must be more than nothing, for example 7d");
        RuleFor(o => o.Timeout).InclusiveBetween(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2))
            .WithMessage("timeout: must be 1s to 2m");
    }

    /// <summary>All problems, each beginning with the setting's name; empty: none.</summary>
    public static IReadOnlyList<string> Problems(DestinationOptions options) =>
        [.. Instance.Validate(options).Errors.Select(error => error.ErrorMessage)];

    // The token goes over this line: nobody may read along.
    private static bool BeSafe(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.UserInfo.Length == 0
        && url.Fragment.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
