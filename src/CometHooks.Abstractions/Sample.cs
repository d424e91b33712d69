namespace CometHooks;

/// <summary>A sample body that is to look like a delivery of its platform.</summary>
/// <param name="Name">The sample's file name without folder. Its first part, up to the first dot, may name the type where the platform puts the type into a header: <c>orders_paid.card.json</c>.</param>
/// <param name="Body">The body as it will be sent.</param>
/// <param name="Secret">The secret to sign with; null: no signature is needed.</param>
/// <param name="At">The time of the signature.</param>
public sealed record Sample(string Name, ReadOnlyMemory<byte> Body, string? Secret, DateTimeOffset At)
{
    /// <summary>The shop of samples whose body names none. No endpoint is ever bound to it.</summary>
    public const string Shop = "comethooks-sample.myshopify.com";

    /// <summary>The shop that it is to come from, where the platform names shops; null: the one of its body, or <see cref="Shop"/>.</summary>
    public string? FromShop { get; init; }
}
