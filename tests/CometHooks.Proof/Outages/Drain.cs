using System.Globalization;
using CometHooks.Deliver;

namespace CometHooks.Proof.Outages;

/// <summary>How a backlog went out, second by second of the hub's clock, against what the budget allows.</summary>
/// <param name="events">How many wait.</param>
/// <param name="perMinute">The budget.</param>
/// <param name="money">How many of them are purchases and bookings.</param>
internal sealed class Drain(int events, int perMinute, int money)
{
    /// <summary>What parts of a request the bucket holds at each end, and the probe.</summary>
    public const int Slack = 4;


    private const int Turns = 10;

    private readonly double _perSecond = perMinute / 60.0;
    private int _seconds;
    private int _looks;
    private int _delivered;
    private int _late;
    private int _aheadOfBudget;
    private int? _moneyGone;
    private int _browseBeforeMoneyGone;
    private int _allBeforeMoneyGone;
    private TimeSpan _took;
    private TimeSpan _firstTenth;
    private TimeSpan _lastTenthBegan;

    /// <summary>Longer than that it cannot take.</summary>
    public int MostSeconds => (int)(events / _perSecond * 2) + 600;

    public IEnumerable<string> Wrong
    {
        get
        {
            if (_delivered < events)
            {
                yield return $"{events - _delivered:N0} had not gone out when all could have.";
            }

            if (_late > 0)
            {
                yield return $"In {_late} of {_looks} looks less went out than the budget allows.";
            }

            if (_aheadOfBudget > 0)
            {
                yield return $"In {_aheadOfBudget} of {_looks} looks more went out than the budget allows.";
            }

            if (_moneyGone is null || MoneyShare < 0.6)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"Of what went out while money waited, only {MoneyShare:P0} was money.");
            }

            if (_browseBeforeMoneyGone > (0.1 * _allBeforeMoneyGone) + Turns)
            {
                yield return $"{_browseBeforeMoneyGone} browse events went out of turn while money waited.";
            }
        }
    }

    private double MoneyShare => _allBeforeMoneyGone == 0 ? 0 : (double)money / _allBeforeMoneyGone;

    /// <summary>How many may have gone out by the end of this second: a minute's worth at once, and then so many a second.</summary>
    public int Allowed(int second) => Math.Min(events, (int)(perMinute + (_perSecond * second)));

    public void Saw(int second, WatchedOutbox outbox, TimeSpan took)
    {
        var delivered = _delivered = outbox.Delivered;
        (_seconds, _took, _looks) = (second, took, _looks + 1);
        _late += delivered < Allowed(second) - Slack ? 1 : 0;
        _aheadOfBudget += delivered > Allowed(second) + Slack ? 1 : 0;
        if (delivered <= events / 10)
        {
            _firstTenth = took;
        }

        if (delivered <= events * 9L / 10)
        {
            _lastTenthBegan = took;
        }

        if (_moneyGone is null && outbox.Claims(Lane.Money) >= money)
        {
            _moneyGone = second;
            _browseBeforeMoneyGone = outbox.Claims(Lane.Browse);
            _allBeforeMoneyGone = outbox.Claims(Lane.Money) + outbox.Claims(Lane.Leads) + _browseBeforeMoneyGone;
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"drained in {_seconds:N0} s of the hub's clock, at {(events - perMinute) / (double)Math.Max(1, _seconds) * 60:N0} a minute after the first {perMinute:N0} (budget {perMinute:N0}); the last money after {_moneyGone:N0} s with {_browseBeforeMoneyGone:N0} browse events before it; {events / 10 / _firstTenth.TotalSeconds:N0} a second of real time in the first tenth, {events / 10 / (_took - _lastTenthBegan).TotalSeconds:N0} in the last");
}
