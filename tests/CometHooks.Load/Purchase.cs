using CometHooks.Map;

namespace CometHooks.Load;

/// <summary>What the rule 'payment' fills: its key and its ten fields.</summary>
internal sealed record Purchase
{
    public required string Key { get; init; }
    public string? Email { get; init; }
    public string? CometToken { get; init; }
    public string? Fingerprint { get; init; }
    public string? Ip { get; init; }
    public string? Phone { get; init; }
    public string? FullName { get; init; }
    public decimal? Amount { get; init; }
    public string? Currency { get; init; }
    public string? OrderId { get; init; }
    public string? OrderName { get; init; }

    /// <summary>The same of what the rule gave.</summary>
    public static Purchase Of(RuleResult result)
    {
        string? Text(string name) => (string?)result.Fields.GetValueOrDefault(name);

        return new Purchase
        {
            Key = result.Keys.Single(),
            Email = Text("email"),
            CometToken = Text("comet_token"),
            Fingerprint = Text("fingerprint"),
            Ip = Text("ip"),
            Phone = Text("phone"),
            FullName = Text("full_name"),
            Amount = (decimal?)result.Fields.GetValueOrDefault("amount"),
            Currency = Text("currency"),
            OrderId = Text("order_id"),
            OrderName = Text("order_name"),
        };
    }
}
