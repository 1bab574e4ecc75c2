import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { appTranslationRef } from './appTranslationRef';

export default createTranslationMessages({
  ref: appTranslationRef,
  full: true,
  messages: {
    'nav.home': 'Urumi, मुखपृष्ठ',
    'nav.search': 'खोज',
    'nav.menu': 'मेन्यू',
    'nav.stores': 'स्टोर',
    'nav.catalog': 'कैटलॉग',
    'nav.create': 'बनाएँ',
    'nav.docs': 'दस्तावेज़',
    'nav.notifications': 'सूचनाएँ',
    'nav.settings': 'सेटिंग',
    'signIn.title': 'आप कौन हैं?',
    'signIn.demo':
      'यह एक मशीन पर चलने वाला प्रदर्शन है: सब लोग बिना पासवर्ड के साइन इन करते हैं।',
    'signIn.team': 'टीम {{team}}',
    'signIn.may':
      'सभी स्टोर देख सकते हैं; {{team}} के स्टोर बना, बदल और हटा सकते हैं।',
    'signIn.submit': 'साइन इन करें',
    'signIn.submitAs': '{{person}} के रूप में साइन इन करें',
    'signIn.failed': 'साइन इन नहीं हो सका',
    'signIn.again': 'फिर से चुनें',
    'signIn.by': '{{title}} से साइन इन करें',
    'signIn.organisation': 'आपके संगठन',
    'noSignIn.title': 'अभी कोई साइन इन नहीं कर सकता',
    'noSignIn.description':
      'इस इंस्टॉलेशन में कोई पहचान प्रदाता नहीं है। इसे चलाने वाला auth.providers.oidc, या प्लैटफ़ॉर्म के chart में signIn.oidc तय करता है।',
    'notFound.title': 'इस पते पर कुछ नहीं है',
    'notFound.text':
      'शायद लिंक ग़लत लिखा गया है, या जहाँ वह ले जाता था वह हट गया है। हटाए गए स्टोर का पेज बना रहता है: वह सूची में "हटाए गए दिखाएँ" से मिलता है।',
    'notFound.stores': 'स्टोर पर जाएँ',
    'notFound.catalog': 'कैटलॉग में देखें',
  },
});
