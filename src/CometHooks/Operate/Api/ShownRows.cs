using CometHooks.Operate.Explain;
using CometHooks.Store;

namespace CometHooks.Operate.Api;

/// <summary>Rows of lists as everybody may see them: a mapping may have put an address where an id belongs.</summary>
internal static class ShownRows
{
    public static ListPage<WebhookRow> Of(ListPage<WebhookRow> page)
        => page with { Items = [.. page.Items.Select(row => row with { EventId = PersonalValues.Unknown(row.EventId)!, Reason = PersonalValues.Unknown(row.Reason) })] };

    public static ListPage<ConversionRow> Of(ListPage<ConversionRow> page)
        => page with
        {
            Items =
            [
                .. page.Items.Select(row => row with
                {
                    EventId = PersonalValues.Unknown(row.EventId)!,
                    OrderId = PersonalValues.Unknown(row.OrderId),
                    Reason = PersonalValues.Unknown(row.Reason),
                }),
            ],
        };
}
