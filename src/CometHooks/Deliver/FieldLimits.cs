namespace CometHooks.Deliver;

/// <summary>
/// How long a text may be. Cometly documents a length only for profile fields (10,240); the others are our own, wide
/// enough for real values and small enough that a body stays far below any server's limit.
/// </summary>
internal static class FieldLimits
{
    public const int Email = 254;
    public const int Url = 2048;
    private const int NameOrId = 255;
    private const int ProfileField = 10_240;
    private const int Other = 1024;

    public static int Of(string field) => field switch
    {
        "email" => Email,
        "url" => Url,
        "user_agent" or "order_name" => Other,
        "comet_token" or "fingerprint" or "ip" or "tracking_id" or "full_name" or "first_name" or "last_name" or "phone"
            or "currency" or "order_id" or "checkout_token" or "upsell_common_id" or "comet_ad_id" => NameOrId,
        _ when field.StartsWith("profile_field_", StringComparison.Ordinal) => ProfileField,
        _ => Other,
    };
}
