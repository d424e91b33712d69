namespace CometHooks.Proof.World;

/// <summary>Somebody who buys and books, now and then.</summary>
internal sealed class Buyer(int number, Random random)
{
    private readonly string _token = Hex(random, 38);
    private readonly string _customer = $"cus_{number}{Letters(random, 10)}";

    public string Email { get; } = $"buyer{number}@example.com";

    public string FirstName { get; } = $"Ada{number}";

    public string LastName { get; } = $"Example{number}";

    public string FullName => $"{FirstName} {LastName}";

    /// <summary>In the form in which each platform gives it.</summary>
    public string? Phone { get; } = number % 3 == 0 ? null : $"+1415555{number:0000}";

    public string Ip { get; } = $"203.0.113.{number % 250}";

    public string Fingerprint { get; } = Hex(random, 32);

    /// <summary>The customer object at Stripe. Every third buyer pays as a guest wherever Stripe lets him.</summary>
    public string Customer => _customer;

    /// <summary>His number at the Shopify shop.</summary>
    public long ShopCustomer { get; } = 7_000_000_000_000 + number;

    public bool IsGuest => number % 3 == 1;

    /// <summary>The visitor's token of this visit: some come without, some from another device.</summary>
    public string? Token(Random visit) => visit.Next(10) switch
    {
        < 6 => _token,
        < 8 => Hex(visit, 38),
        _ => null,
    };

    public static string Hex(Random random, int length) => Text(random, length, "0123456789abcdef");

    public static string Letters(Random random, int length) => Text(random, length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    public static string Uuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static string Text(Random random, int length, string alphabet) => string.Concat(random.GetItems<char>(alphabet.AsSpan(), length));
}
