using CometHooks.Configuration;

namespace CometHooks.Deliver;

/// <summary>Reads the fields of one draft and notes what it had to leave out and why.</summary>
internal sealed class DraftFields
{
    private readonly EventDraft _draft;
    private readonly bool _extraFields;
    private readonly Dictionary<string, string> _dropped = new(StringComparer.Ordinal);

    public DraftFields(EventDraft draft, bool extraFields)
    {
        _draft = draft;
        _extraFields = extraFields;
        foreach (var name in draft.Fields.Keys.Where(name => !CometlyFields.All.ContainsKey(name)))
        {
            Drop(name, $"not a field of a Cometly event.{NearestName.Hint(name, CometlyFields.All.Keys)}");
        }
    }

    /// <summary>Field name → why it was left out.</summary>
    public IReadOnlyDictionary<string, string> Dropped => _dropped;

    /// <summary>Whether the rule gave the field a value, readable or not.</summary>
    public bool Has(string name) => _draft.Fields.TryGetValue(name, out var value) && value is not null;

    public void Drop(string name, string why) => _dropped[name] = why;

    /// <summary>The text, if it is there, not too long, and of the right shape.</summary>
    public string? Text(string name, Func<string, bool>? shape = null, string? otherwise = null)
    {
        if (!Has(name))
        {
            return null;
        }

        var text = FieldValue.AsText(_draft.Fields[name]);
        var why = text switch
        {
            null => "not a text",
            "" => "empty",
            _ when text.Length > FieldLimits.Of(name) => $"{text.Length} characters, at most {FieldLimits.Of(name)} are sent",
            _ when shape is not null && !shape(text) => otherwise ?? "not readable",
            _ => null,
        };
        return why is null ? text : Without<string>(name, why);
    }

    public decimal? Number(string name) =>
        Has(name) ? FieldValue.AsNumber(_draft.Fields[name]) ?? NoValue<decimal>(name, "not a number") : null;

    public bool? Boolean(string name) =>
        Has(name) ? FieldValue.AsBoolean(_draft.Fields[name]) ?? NoValue<bool>(name, "neither true nor false") : null;

    public DateTimeOffset? Time(string name) =>
        Has(name)
            ? FieldValue.AsTime(_draft.Fields[name]) ?? NoValue<DateTimeOffset>(name, "neither ISO 8601 nor Unix seconds; the source's time stands")
            : null;

    /// <summary>The profile fields; none unless the destination wants them.</summary>
    public IReadOnlyDictionary<string, object> Extra()
    {
        var extra = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, kind) in CometlyFields.All.Where(field => field.Key.StartsWith("profile_field_", StringComparison.Ordinal) && Has(field.Key)))
        {
            if (!_extraFields)
            {
                Drop(name, "profile fields are not in Cometly's list for events; the destination's extra_fields turns them on");
            }
            else if ((kind == FieldKind.Number ? Number(name) : (object?)Text(name)) is { } value)
            {
                extra[name] = value;
            }
        }

        return extra;
    }

    private T? Without<T>(string name, string why)
        where T : class
    {
        Drop(name, why);
        return null;
    }

    private T? NoValue<T>(string name, string why)
        where T : struct
    {
        Drop(name, why);
        return null;
    }
}
