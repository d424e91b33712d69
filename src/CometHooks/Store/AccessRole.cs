namespace CometHooks.Store;

/// <summary>What a person or an API key may do; each may do what those before it may.</summary>
internal enum AccessRole
{
    /// <summary>Reads everything; personal data is masked.</summary>
    Viewer,

    /// <summary>Replays, pauses, resumes, reveals personal data.</summary>
    Operator,

    /// <summary>Changes mappings, users, keys and settings.</summary>
    Admin,
}
