namespace CometHooks.Cli.Demo;

/// <summary>
/// Tells duplicates apart as Cometly does (https://help.cometly.com, "How Order ID works and when to use it"): a known
/// idempotency key is a duplicate, another key is another event whatever its order id; only without a key do event name
/// and order id decide. The first one in wins.
/// </summary>
internal sealed class StandInLedger
{
    private readonly Lock _lock = new();
    private readonly List<StandInRequest> _effects = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<(string?, string)> _orders = [];

    public IReadOnlyList<StandInRequest> Effects
    {
        get
        {
            lock (_lock)
            {
                return [.. _effects];
            }
        }
    }

    public void Count(StandInRequest request)
    {
        lock (_lock)
        {
            var known = request.IdempotencyKey is { } key
                ? !_keys.Add(key)
                : request.OrderId is { } order && _orders.Contains((request.EventName, order));
            if (known)
            {
                return;
            }

            _effects.Add(request);
            if (request.OrderId is { } orderId)
            {
                _orders.Add((request.EventName, orderId));
            }
        }
    }
}
