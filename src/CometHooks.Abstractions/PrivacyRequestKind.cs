namespace CometHooks;

/// <summary>What a platform asks for.</summary>
public enum PrivacyRequestKind
{
    /// <summary>All that is kept of one person is erased.</summary>
    EraseCustomer,

    /// <summary>All that is kept of a shop's customers is erased.</summary>
    EraseShop,

    /// <summary>A person wants to know what is kept: the receipt says where it stands, for somebody to answer.</summary>
    ShowCustomer,
}
