using System.Globalization;
using CometHooks.Deliver;

namespace CometHooks.Proof.Outages;

/// <summary>How a backlog went out, second by second of the hub's clock, against what the budget allows.</summary>
/// <param name="events">How many wait.</param>
/// <param name="perMinute">The budget.</param>
/// <param name="money">How many of them are purchases and bookings.</param>
/// <param name="step">How many seconds pass between two looks.</param>
internal sealed class Drain(int events, int perMinute, int money, int step)
{

    private const int Turns = 10;
    private const int MostLate = 10;

    private readonly double _perSecond = perMinute / 60.0;
    private int _seconds;
    private int _looks;
    private int _delivered;
    private int _mostBehind;
    private int _late;
    private int _aheadOfBudget;
    private int? _moneyGone;
    private int _browseBeforeMoneyGone;
    private int _allBeforeMoneyGone;
    private TimeSpan _took;
    private TimeSpan _firstTenth;
    private TimeSpan _lastTenthBegan;

    /// <summary>Whether there is nothing more to see: all are gone, or too few went too often.</summary>
    public bool IsOver => _delivered >= events || _late > MostLate || _seconds > events / _perSecond * 2;

    /// <summary>How far it was behind at the last look: it does not catch up, and nobody needs to wait for that. At the end all are waited for.</summary>
    public int Behind { get; private set; }

    /// <summary>
    /// How far what went out may be behind: what the destination says of its budget may be as old as the last step, and the
    /// hub believes the lower number. It happens once: what was not used then is there for the next time.
    /// </summary>
    public int Slack => (int)(_perSecond * step * 2) + 4;

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
        Behind = Allowed(second) < events ? Math.Max(0, Allowed(second) - delivered) : 0;
        _mostBehind = Math.Max(_mostBehind, Behind);
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
        $"{_delivered:N0} drained in {_seconds:N0} s of the hub's clock, at {(events - perMinute) / (double)Math.Max(1, _seconds) * 60:N0} a minute after the first {perMinute:N0} (budget {perMinute:N0}); at most {_mostBehind:N0} behind it; the last money after {_moneyGone:N0} s with {_browseBeforeMoneyGone:N0} browse events before it; {events / 10 / _firstTenth.TotalSeconds:N0} a second of real time in the first tenth, {events / 10 / (_took - _lastTenthBegan).TotalSeconds:N0} in the last");
}
