using System.Xml.Linq;
using BloxOs.Data.KeyRing;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace BloxOs.Web.Secrets;

/// <summary>The key ring in the database that all web processes of a cluster share. Data Protection asks it without awaiting.</summary>
internal sealed class KeyRingRepository(IKeyRingStore store) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. store.ReadAll().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => store.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
