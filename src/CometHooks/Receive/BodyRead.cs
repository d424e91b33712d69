namespace CometHooks.Receive;

/// <summary>One request taken off the wire, or why it was not. Holds its part of the budget until it is disposed of.</summary>
internal sealed class BodyRead(BodyBudget budget) : IDisposable
{
    private long _taken;

    /// <summary>The request; null where it was not read to its end.</summary>
    public WebhookRequest? Request { get; set; }

    /// <summary>Why there is none.</summary>
    public UnreadBody Because { get; set; }

    /// <summary>So many bytes have arrived. False: they are more than the budget has left.</summary>
    public bool TryHold(long length)
    {
        var more = length - BodyBudget.FreeBytes - _taken;
        if (more <= 0)
        {
            return true;
        }

        if (!budget.TryTake(more))
        {
            return false;
        }

        _taken += more;
        return true;
    }

    public void Dispose()
    {
        if (_taken > 0)
        {
            budget.GiveBack(_taken);
            _taken = 0;
        }
    }
}

/// <summary>Why a body was not read to its end.</summary>
internal enum UnreadBody
{
    None,

    /// <summary>Over the limit, whatever its Content-Length said.</summary>
    TooLarge,

    /// <summary>Not there in time.</summary>
    TooSlow,

    /// <summary>Too much else is being read.</summary>
    NoRoom,
}
